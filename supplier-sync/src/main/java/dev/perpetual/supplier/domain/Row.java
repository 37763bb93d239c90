package dev.perpetual.supplier.domain;

import java.util.List;

/**
 * One row as it came.
 *
 * @param line where it begins in the file, from 1
 */
public record Row(long line, List<String> fields) {}
