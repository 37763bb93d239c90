package dev.perpetual.publisher.push;

import dev.perpetual.publisher.channels.Channel;

/**
 * One request to a channel, decided and stored but with no end yet.
 *
 * @param id the same for every attempt; the body is too
 * @param attempt from 1
 */
record Delivery(Channel channel, String id, String body, int attempt) {}
