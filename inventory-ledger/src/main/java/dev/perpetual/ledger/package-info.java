/**
 * The inventory ledger. Its main flow, in five files, in order:
 *
 * <ol>
 *   <li>{@code kafka/FulfilmentRequests.java} – commands come in from a topic (and over HTTP in {@code holds} and
 *       {@code stock});
 *   <li>{@code commit/CommitLoop.java} – takes whatever waits and answers everybody after one durable commit;
 *   <li>{@code commit/CommitBatch.java} – locks the SKUs, loads what is touched, decides, stores;
 *   <li>{@code domain/LedgerRules.java} – facts are recorded, requests are judged (holds in {@code
 *       domain/HoldRules.java});
 *   <li>{@code commit/LedgerJournal.java} – the journal's rows, which are also what the topics say.
 * </ol>
 */
@org.jspecify.annotations.NullMarked
package dev.perpetual.ledger;
