/**
 * A small typed client for the four public APIs, as a channel, a warehouse or a shop floor would write one: the
 * JDK's HttpClient, JSON, retries with one identity. Start at {@link dev.perpetual.sandbox.client.Perpetual}.
 */
@NullMarked
package dev.perpetual.sandbox.client;

import org.jspecify.annotations.NullMarked;
