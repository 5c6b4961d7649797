package dev.convbench.op;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Mutable memory of one plan for one thread, made by the plan's {@code newScratch()}.
 *
 * <p>A scratch belongs to the plan that made it and serves one call at a time: a second thread that enters while a call
 * is under way gets an {@link IllegalStateException} instead of a wrong result.
 */
public abstract class Scratch {
    private static final VarHandle USER;

    static {
        try {
            USER = MethodHandles.lookup().findVarHandle(Scratch.class, "user", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Object plan;

    @SuppressWarnings("unused") // read and written through USER
    private volatile Thread user;

    /**
     * A scratch for one plan.
     *
     * @param plan the plan that makes it
     */
    protected Scratch(Object plan) {
        this.plan = plan;
    }

    /**
     * Starts a call.
     *
     * @param caller the plan that is called
     * @throws IllegalArgumentException if another plan made this scratch
     * @throws IllegalStateException if a call with this scratch is under way
     */
    public final void enter(Object caller) {
        if (caller != plan) {
            throw new IllegalArgumentException("this scratch was made by another plan: " + plan);
        }
        Thread owner = (Thread) USER.compareAndExchange(this, (Thread) null, Thread.currentThread());
        if (owner != null) {
            throw new IllegalStateException("this scratch is in use by thread '" + owner.getName()
                    + "': make one scratch per thread with newScratch()");
        }
    }

    /** Ends a call. */
    public final void exit() {
        USER.setRelease(this, (Thread) null);
    }
}
