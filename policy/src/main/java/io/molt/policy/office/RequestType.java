package io.molt.policy.office;

/** What somebody asks the office for. Each type can be answered in {@link #CONVENTIONS} ways. */
public enum RequestType {
    MEETING_TIME("meeting times"),
    FILE_NAME("file names"),
    STATUS("status lines"),
    MESSAGE("short messages"),
    TASK("task confirmations"),
    PRICE("prices");

    /** Conventions of every type; a convention is a number from 0 to 3. */
    public static final int CONVENTIONS = 4;

    private final String subject;

    RequestType(String subject) {
        this.subject = subject;
    }

    /** What a rule about this type speaks of, in the plural. */
    public String subject() {
        return subject;
    }
}
