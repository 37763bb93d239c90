/** What every listing is to show, made anew whenever an input changes, and how it came about. */
@NullMarked
package dev.perpetual.publisher.availability;

import org.jspecify.annotations.NullMarked;
