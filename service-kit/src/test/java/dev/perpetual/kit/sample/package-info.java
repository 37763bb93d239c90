/** A service as small as can be: adds up numbers per key, so that the kit is tested in the way it is used. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.kit.sample;
