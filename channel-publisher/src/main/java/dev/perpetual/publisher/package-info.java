/**
 * Tells sales channels what they may sell, and never more than their policy allows.
 *
 * <p>The main flow, in order:
 *
 * <ol>
 *   <li>{@link dev.perpetual.publisher.kafka.StockLevels}: the ledger tells of a level
 *   <li>{@link dev.perpetual.publisher.availability.FoldLevels}: it is kept, and listings are made anew with it
 *   <li>{@link dev.perpetual.publisher.domain.AvailabilityRules}: what a listing is to show, and why
 *   <li>{@code push/PlanDelivery}: what the channel is sent next, stored before it is sent
 *   <li>{@code push/SettleDelivery}: what came of it
 * </ol>
 */
@NullMarked
package dev.perpetual.publisher;

import org.jspecify.annotations.NullMarked;
