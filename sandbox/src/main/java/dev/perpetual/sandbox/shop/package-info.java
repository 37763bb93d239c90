/**
 * A pretend shop: takes signed quantities as a real sales channel would, throttles, misbehaves on request, and
 * remembers what it was told. Start reading at {@link dev.perpetual.sandbox.shop.PretendShop}.
 */
package dev.perpetual.sandbox.shop;
