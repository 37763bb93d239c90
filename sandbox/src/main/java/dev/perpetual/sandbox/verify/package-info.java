/**
 * Looks at a running system from outside and says, check by check, whether what must always hold does hold. Start at
 * {@link dev.perpetual.sandbox.verify.Checks}.
 */
@NullMarked
package dev.perpetual.sandbox.verify;

import org.jspecify.annotations.NullMarked;
