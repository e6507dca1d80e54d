using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Gannet.Training.Checkpoints;

/// <summary>A digest of a picture file's size and of parts of its bytes: a copy has the same, a picture drawn anew another.</summary>
/// <remarks>
/// Times of change are no part of it: copying a data set changes them and nothing else. Whole files would take as long as an epoch's
/// reading; in a compressed picture a change anywhere changes its size or its end, and for others the middle is looked at, too.
/// </remarks>
internal static class ImageSample
{
    private const int Part = 4096;

    /// <summary>The digest; of a file that cannot be read, that of nothing.</summary>
    public static byte[] Of(string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            FileKind.RequireRegular(path);
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            var length = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(length, file.Length);
            hash.AppendData(length);
            foreach (var start in (long[])[0, file.Length / 2, Math.Max(0, file.Length - Part)])
            {
                file.Position = start;
                var part = new byte[Math.Min(Part, file.Length - start)];
                hash.AppendData(part.AsSpan(0, file.ReadAtLeast(part, part.Length, throwOnEndOfStream: false)));
            }
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return new byte[SHA256.HashSizeInBytes];
        }

        return hash.GetHashAndReset();
    }
}
