using System.Globalization;
using System.Security.Cryptography;
using Gannet.Detection.Pictures;

namespace Gannet.Serving.Models;

/// <summary>A model file as a look at the disk finds it.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Number">Its version by its file name; null for a file that has none.</param>
/// <param name="Path">The file.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Written">When it was last written.</param>
internal sealed record ModelFile(string Name, long? Number, string Path, long Length, DateTime Written)
{
    private const int HashCharacters = 8;

    /// <summary>Extensions of files that can be served.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".safetensors", ".onnx"];

    /// <summary>The file at a path.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">It is a device or a pipe.</exception>
    public static ModelFile At(string path, string name, long? number = null)
    {
        FileKind.RequireRegular(path);
        var file = new FileInfo(path);
        if (!file.Exists) throw new FileNotFoundException($"There is no model file '{path}'.", path);
        return new(name, number, path, file.Length, file.LastWriteTimeUtc);
    }

    /// <summary>The version to tell clients: the number in the file's name, else the start of the digest of its content.</summary>
    /// <remarks>Reads the file.</remarks>
    public string Version()
    {
        if (Number is { } number) return number.ToString(CultureInfo.InvariantCulture);
        using var stream = RegularFile.OpenRead(Path);
        return Convert.ToHexStringLower(SHA256.HashData(stream))[..HashCharacters];
    }

    /// <summary>Reads the model; called on its detecting thread.</summary>
    public IPictureModel Load(ServingOptions options) => PictureModel.Open(Path, options.Device, options.Precision);
}
