using System.Text;

namespace Gannet.Cli.Output;

/// <summary>UTF-8 on Windows, whose consoles and pipes have a code page of their own: names and messages would lose their letters.</summary>
internal static class Utf8Console
{
    /// <summary>Sets the code page of the console, or the encoding of streams that are redirected.</summary>
    public static void Set()
    {
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        try
        {
            Console.OutputEncoding = encoding;
        }
        catch (IOException)
        {
            // There is no console.
        }

        if (Console.IsOutputRedirected) Console.SetOut(new StreamWriter(Console.OpenStandardOutput(), encoding) { AutoFlush = true });
        if (Console.IsErrorRedirected) Console.SetError(new StreamWriter(Console.OpenStandardError(), encoding) { AutoFlush = true });
    }
}
