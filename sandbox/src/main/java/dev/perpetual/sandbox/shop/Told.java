package dev.perpetual.sandbox.shop;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;

/**
 * What the shop was last told of one listing.
 *
 * @param history how many different versions it was told, older ones that it ignored not counted
 */
@JsonInclude(Include.NON_NULL)
record Told(String channel, String listing, String sku, long quantity, long version, Instant at, long history) {}
