package dev.perpetual.kit.access;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a write whose body has no id of its own: it asks for {@code Idempotency-Key} and repeats the first answer.
 *
 * <p>The answer is stored after the effect, so the effect itself must be harmless to repeat, as that of a PUT is.
 */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Idempotent {}
