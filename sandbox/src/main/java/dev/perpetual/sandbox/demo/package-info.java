/**
 * A seeded day in the life of a small retailer, played through the public APIs and checked. The data is made by
 * {@link dev.perpetual.sandbox.demo.DemoData}, the day is {@link dev.perpetual.sandbox.demo.DemoDay}.
 */
@NullMarked
package dev.perpetual.sandbox.demo;

import org.jspecify.annotations.NullMarked;
