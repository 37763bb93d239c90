/** What a channel sells: one at a time or in bulk. */
@NullMarked
package dev.perpetual.publisher.listings;

import org.jspecify.annotations.NullMarked;
