using System.Text.Json;
using Gannet.Detection.Merging;
using Gannet.Detection.Models;
using Gannet.Detection.Models.Weights;
using Gannet.Imaging.Codecs;
using Gannet.Torch;
using Gannet.Torch.Nn;
using Gannet.Torch.Serialization;

namespace Gannet.Detection;

// Model files: one safetensors file whose metadata rebuilds the detector.
public sealed partial class Detector
{
    private const string FormatVersion = "2", ComposedKey = "gannet.composed";

    /// <summary>Name of the preset that the options are based on.</summary>
    public string Preset { get; init; } = "custom";

    /// <summary>Reads a model written by <see cref="Save"/>, ready to detect; full speed starts with the second image.</summary>
    /// <param name="path">The file; it does not record the device that the weights were on.</param>
    /// <param name="device">The device to compute on.</param>
    /// <param name="parts">The stages that the file can name; null for the built-in ones.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not a complete model of this version; the message says what to do.</exception>
    public static Detector Load(string path, Device device = default, DetectorParts? parts = null)
    {
        using var file = WeightFile.Open(path);
        if (!file.Metadata.TryGetValue("gannet.format", out var version))
            throw new InvalidDataException($"{path}: contains weights but no model; convert it with 'gannet model import'.");
        if (version != FormatVersion)
            throw new InvalidDataException($"{path}: has model format {version}, but this Gannet reads {FormatVersion}; export it again with the Gannet that wrote it.");
        var detector = Rebuild(path, file, parts);
        try
        {
            ModuleWeights.Load(detector, file.Tensors.Values).RequireComplete(path);
            return detector.To(device).Compile();
        }
        catch
        {
            detector.Dispose();
            throw;
        }
    }

    /// <summary>Loads the weights of a file, which must have the same tensors as this detector.</summary>
    /// <param name="path">A file written by <see cref="Save"/>, or another one with the same tensor names.</param>
    /// <exception cref="InvalidDataException">A tensor is missing, unexpected or misshapen.</exception>
    public void LoadWeights(string path)
    {
        using var file = WeightFile.Open(path);
        ModuleWeights.Load(this, file.Tensors.Values).RequireComplete(path);
    }

    /// <summary>Writes weights, options and classes to one file, replacing it atomically.</summary>
    public void Save(string path) => ModuleWeights.Save(path, this, Metadata());

    /// <summary>The objects in the image at <paramref name="path"/>, best first.</summary>
    /// <param name="path">A JPEG, PNG, BMP, WebP or TIFF file.</param>
    /// <param name="score">Minimum probability; .5 by default.</param>
    public IReadOnlyList<DetectedObject> Detect(string path, float score = 0.5f) => Detect(ImageDecoder.Decode(path), score);

    /// <summary>The objects in <paramref name="picture"/>, best first.</summary>
    public IReadOnlyList<DetectedObject> Detect(Image picture, float score = 0.5f) =>
        TiledDetection.Of(this) is { } tiled ? tiled.Detect(picture, score) : [.. Detect([picture])[0].Where(d => d.Score >= score)];

    /// <summary>The metadata of a model file.</summary>
    internal IReadOnlyDictionary<string, string> Metadata()
    {
        var metadata = new Dictionary<string, string>
        {
            ["gannet.format"] = FormatVersion,
            ["gannet.preset"] = Preset,
            ["gannet.options"] = OptionsYaml.Write(Options),
            ["gannet.classes"] = JsonSerializer.Serialize(Classes),
        };
        if (!IsDescribed) metadata[ComposedKey] = "true";
        return metadata;
    }

    private static Detector Rebuild(string path, WeightFile file, DetectorParts? parts)
    {
        var metadata = file.Metadata;
        if (metadata.ContainsKey(ComposedKey))
            throw new InvalidDataException($"{path}: was composed from parts in a program; compose it there again and load this file with LoadWeights.");
        using var budget = WeightBudget.Enter(file.Tensors.Values.Sum(static t => t.ElementCount), "the file holds no more.");
        try
        {
            var classes = JsonSerializer.Deserialize<string[]>(metadata.GetValueOrDefault("gannet.classes", "[]")) ?? [];
            var options = OptionsYaml.Read<DetectorOptions>(metadata.GetValueOrDefault("gannet.options", ""), path);
            return new Detector(options, classes, parts) { Preset = metadata.GetValueOrDefault("gannet.preset", "custom") };
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: its description of the model is damaged ({error.Message.Split('\n')[0]}); take another copy.", error);
        }
    }
}
