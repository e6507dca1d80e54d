using Gannet.Cli.Output;
using Gannet.Cli.Parsing;

namespace Gannet.Cli;

/// <summary>Turns an exception that ends the process into one line and one exit code.</summary>
internal static class ErrorReport
{
    /// <summary>Writes the line, with the stack trace when <paramref name="verbose"/>, and returns the exit code.</summary>
    public static int Write(Exception error, TextWriter writer, bool verbose, CancellationToken cancellation)
    {
        // Static constructors and tasks wrap the exception; the user needs the inner one.
        while (error is TypeInitializationException or AggregateException { InnerExceptions.Count: 1 }
            && error.InnerException is { } inner)
        {
            error = inner;
        }

        if (error is OperationCanceledException && cancellation.IsCancellationRequested)
        {
            writer.WriteLine("Interrupted.");
            return ExitCode.Interrupted;
        }

        if (error is ReaderGoneException) return ExitCode.ReaderGone;
        writer.WriteLine($"gannet: {Printable.Line(error.Message.ReplaceLineEndings(" "))}");
        if (verbose) writer.WriteLine(error);
        return error is UsageException or InvalidOptionException or InvalidDataException or FileNotFoundException or DirectoryNotFoundException
            ? ExitCode.WrongInput
            : ExitCode.Failed;
    }
}
