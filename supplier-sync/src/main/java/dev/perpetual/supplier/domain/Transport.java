package dev.perpetual.supplier.domain;

/** How a feed's files reach us. An upload by HTTP is always possible beside it. */
public sealed interface Transport {

    /** Files are dropped into {@code <drop folder>/<supplier>/<feed>/}. */
    record Folder() implements Transport {}

    /** Files come by HTTP only. */
    record Upload() implements Transport {}
}
