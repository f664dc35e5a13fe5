package io.molt.policy.office;

import static io.molt.policy.office.Facts.capital;
import static io.molt.policy.office.Facts.format;

import java.util.List;
import java.util.Locale;

/** The words of a request and of its replies. */
final class Questions {

    private Questions() {}

    /** Five wordings of the question; the last one is held out of interactions. */
    static List<String> wordings(RequestType type, Facts f) {
        String topic = f.topic();
        String date = f.date();
        return switch (type) {
            case MEETING_TIME -> List.of(
                    "Please note the " + topic + " meeting on " + date + " at " + f.clock() + ".",
                    "New meeting about the " + topic + ": " + date + ", " + f.clock() + ".",
                    "Put the " + topic + " call into my calendar, " + date + " at " + f.clock() + ".",
                    "We meet for the " + topic + " on " + date + ", " + f.clock() + ". Note it.",
                    "Note down: " + topic + ", " + date + " at " + f.clock() + ".");
            case FILE_NAME -> List.of(
                    "Suggest a file name for the " + topic + " of " + date + ".",
                    "What should I call the file with the " + topic + " from " + date + "?",
                    "Name the document: " + topic + ", " + date + ".",
                    "I need a file name for the " + topic + ", " + date + ".",
                    "File name please for the " + topic + " from " + date + ".");
            case STATUS -> List.of(
                    "Report the status of the " + topic + ", it is " + f.state() + ".",
                    "The " + topic + " is " + f.state() + ". Write the status line.",
                    "Status of the " + topic + " for the board please: " + f.state() + ".",
                    "Give me a status line, the " + topic + " is " + f.state() + ".",
                    "What is the status line if the " + topic + " is " + f.state() + "?");
            case MESSAGE -> List.of(
                    "Tell " + f.name() + " that the " + topic + " is ready.",
                    "Write to " + f.name() + ": the " + topic + " is ready.",
                    "Let " + f.name() + " know the " + topic + " is ready.",
                    "A short message to " + f.name() + " please, the " + topic + " is ready.",
                    "Message " + f.name() + " that the " + topic + " is ready.");
            case TASK -> List.of(
                    "Can you " + f.verb() + " the " + topic + " by " + date + "?",
                    "Please " + f.verb() + " the " + topic + " until " + date + ".",
                    "I need you to " + f.verb() + " the " + topic + " by " + date + ".",
                    "Your task: " + f.verb() + " the " + topic + ", due " + date + ".",
                    "Would you " + f.verb() + " the " + topic + " by " + date + "?");
            case PRICE -> List.of(
                    "The " + topic + " costs " + f.euros() + " euros. Write the price.",
                    "Give the price of the " + topic + ": " + f.euros() + " euros.",
                    "Price tag for the " + topic + ", " + f.euros() + " euros please.",
                    "What is the price line for the " + topic + " at " + f.euros() + " euros?",
                    "Write a price for the " + topic + ", it is " + f.euros() + " euros.");
        };
    }

    /** The canonical reply of each convention. */
    static List<String> replies(RequestType type, Facts f) {
        String topic = f.topic();
        String task = f.verb() + " the " + topic + " by " + f.date() + ".";
        return switch (type) {
            case MEETING_TIME -> List.of(
                    format("Noted: 2026-%02d-%02dT%s", f.month(), f.day(), f.clock()),
                    "Noted: " + f.date() + ", " + f.twelveHourClock(),
                    format("Noted: %02d.%02d.2026 %s", f.day(), f.month(), f.clock()),
                    format("Noted: %02d%02d/%02d%02d", f.month(), f.day(), f.hour(), f.minute()));
            case FILE_NAME -> List.of(
                    format("2026%02d%02d_%s_%s.md", f.month(), f.day(), f.area(), f.paper()),
                    capital(f.area()) + " " + capital(f.paper()) + ".docx",
                    f.area() + "-" + f.paper() + ".pdf",
                    capital(f.area()) + capital(f.paper()) + ".txt");
            case STATUS -> List.of(
                    "[" + f.state().toUpperCase(Locale.ROOT) + "] " + topic,
                    capital(topic) + ": " + f.state(),
                    "Status of the " + topic + " is " + f.state() + "!",
                    "- " + topic + " (" + f.state() + ")");
            case MESSAGE -> List.of(
                    "Hi " + f.name() + ", the " + topic + " is ready.",
                    "Dear " + f.name() + ", the " + topic + " is ready. Kind regards",
                    f.name() + ": " + topic + " ready",
                    "Hello " + f.name() + ", the " + topic + " is ready. Cheers");
            case TASK -> List.of(
                    "Confirmed: " + task,
                    "OK, " + f.verb() + " " + topic + ", " + f.dayAndMonth(),
                    "TODO " + f.verb() + " " + topic + " (due " + f.date() + ")",
                    "Yes, I will " + task);
            case PRICE -> List.of(
                    "Price: EUR " + f.euros(),
                    "Price: " + f.euros() + " euro",
                    "Price: " + f.euros() + ".00 EUR",
                    "Price: \u20ac" + f.euros());
        };
    }
}
