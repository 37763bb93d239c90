/** What a channel may be told and in what order it is told: pure rules, without clock, chance or database. */
@NullMarked
package dev.perpetual.publisher.domain;

import org.jspecify.annotations.NullMarked;
