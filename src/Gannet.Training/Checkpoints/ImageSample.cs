using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Gannet.Training.Checkpoints;

/// <summary>A digest of an image file's size and parts of its content: equal for copies, different for changed images.</summary>
/// <remarks>
/// Modification times are not included: copying a data set changes them. Hashing whole files would take as long as reading an epoch.
/// In a compressed image, any change alters the size or the end; for other formats, the middle is also included.
/// </remarks>
internal static class ImageSample
{
    private const int Part = 4096;

    /// <summary>The digest; all zeros for a file that cannot be read.</summary>
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
