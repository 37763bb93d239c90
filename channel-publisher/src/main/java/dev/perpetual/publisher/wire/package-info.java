/** JSON in and out: topics, webhooks, and the sums that are kept beside quantities. */
@NullMarked
package dev.perpetual.publisher.wire;

import org.jspecify.annotations.NullMarked;
