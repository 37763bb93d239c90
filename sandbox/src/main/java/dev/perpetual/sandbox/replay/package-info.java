/**
 * Plays a shop's sales file (the columns of the UCI Online Retail data) through the public APIs: stock comes in, each
 * invoice is an order, each cancelled one a cancellation or a return, a warehouse ships; then every stock code is
 * reconciled. The rules are in {@link dev.perpetual.sandbox.replay.ReplayRules}, the run is
 * {@link dev.perpetual.sandbox.replay.ReplayRun}.
 */
@NullMarked
package dev.perpetual.sandbox.replay;

import org.jspecify.annotations.NullMarked;
