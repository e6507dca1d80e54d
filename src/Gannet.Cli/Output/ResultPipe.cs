using Microsoft.Win32.SafeHandles;

namespace Gannet.Cli.Output;

/// <summary>Standard output when it is a pipe: .NET's own console stream does not report that its reader has gone.</summary>
internal static class ResultPipe
{
    private const int StandardOutput = 1;

    /// <summary>A writer that throws <see cref="ReaderGoneException"/> once the reader has gone; the console's own writer if output is not a pipe.</summary>
    /// <remarks>A file is left to the console: standard error may append to the same file, which a stream of our own would not notice.</remarks>
    public static TextWriter Open() =>
        Console.IsOutputRedirected && FileKind.IsSpecial($"/proc/self/fd/{StandardOutput}")
            ? new StreamWriter(new WatchedStream(new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0)))
            { AutoFlush = true }
            : Console.Out;

    private sealed class WatchedStream(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            try
            {
                inner.Write(buffer, offset, count);
            }
            catch (IOException error)
            {
                throw new ReaderGoneException(error);
            }
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
