/** Sales channels, their policies, and their being paused or set to zero. */
@NullMarked
package dev.perpetual.publisher.channels;

import org.jspecify.annotations.NullMarked;
