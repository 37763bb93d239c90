package dev.perpetual.kit.paging;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a list; {@code next} is the cursor of the page behind it, absent on the last. */
public record Page<T>(List<T> items, @Nullable String next) {}
