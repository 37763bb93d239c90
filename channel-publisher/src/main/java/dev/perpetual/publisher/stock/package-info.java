/** Our own copy of what the ledger tells of items, locations and levels; the newest version wins. */
@NullMarked
package dev.perpetual.publisher.stock;

import org.jspecify.annotations.NullMarked;
