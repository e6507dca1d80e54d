namespace Gannet.Cli.Parsing;

/// <summary>The command line asks for something that does not go together; the message says what to write instead.</summary>
internal sealed class UsageException(string message) : Exception(message);
