/** API keys, what they may do, and answers that are given once per key of a request. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.kit.access;
