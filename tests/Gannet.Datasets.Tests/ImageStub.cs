using System.Buffers.Binary;

namespace Gannet.Datasets.Tests;

/// <summary>The first bytes of a picture: enough to find it and read its size.</summary>
internal static class ImageStub
{
    public static string Write(string path, int width = 100, int height = 80)
    {
        var bytes = new byte[45];
        ((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R']).CopyTo(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(20), height);
        ((ReadOnlySpan<byte>)[8, 2, 0, 0, 0]).CopyTo(bytes.AsSpan(24));
        "IDAT"u8.CopyTo(bytes.AsSpan(37));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
