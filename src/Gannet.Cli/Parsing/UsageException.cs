namespace Gannet.Cli.Parsing;

/// <summary>The options on the command line contradict each other or are invalid; the message says what to write instead.</summary>
internal sealed class UsageException(string message) : Exception(message);
