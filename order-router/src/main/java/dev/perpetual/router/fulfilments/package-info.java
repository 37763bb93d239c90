/** Work of nodes: what they are given, and what they say about it. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.router.fulfilments;
