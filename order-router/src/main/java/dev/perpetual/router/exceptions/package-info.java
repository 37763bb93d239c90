/** What a person has to look at before an order goes on. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.router.exceptions;
