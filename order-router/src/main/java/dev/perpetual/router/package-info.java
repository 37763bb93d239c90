/**
 * Takes orders in, decides where each ships from, and follows every unit until it is shipped or cancelled.
 *
 * <p>The main flow, in this order:
 *
 * <ol>
 *   <li>{@code orders/ReceiveOrder.java}: an order becomes durable, is decided and asks for its hold, in one transaction
 *   <li>{@code domain/sourcing/Sourcing.java}: the pure function that decides
 *   <li>{@code domain/orders/RoutingRules.java}: what is asked of the ledger, and what happens to units without a source
 *   <li>{@code orders/ApplyOutcomes.java}: the ledger's answers are folded in, and refusals are planned anew
 *   <li>{@code backorders/ReleaseBackorders.java}: waiting orders are served when stock arrives
 * </ol>
 */
@org.jspecify.annotations.NullMarked
package dev.perpetual.router;
