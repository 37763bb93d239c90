/** Topics in, and the state topic that can always be told again. */
@NullMarked
package dev.perpetual.publisher.kafka;

import org.jspecify.annotations.NullMarked;
