/** Makes every table that follows from the journal anew from it: in place while serving, or in memory. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.ledger.rebuild;
