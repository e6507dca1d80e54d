using System.Text.Json;
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

    /// <summary>Name of the preset the options began as.</summary>
    public string Preset { get; init; } = "custom";

    /// <summary>Reads a model that <see cref="Save"/> wrote; it is ready to detect, fast from its second picture on.</summary>
    /// <param name="path">The file; it does not say where the weights were when they were saved.</param>
    /// <param name="device">Where the detector is to compute.</param>
    /// <param name="parts">The stages that the file may name; null for Gannet's own.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not a complete model of this version; the message names the file and the cure.</exception>
    public static Detector Load(string path, Device device = default, DetectorParts? parts = null)
    {
        using var file = WeightFile.Open(path);
        if (!file.Metadata.TryGetValue("gannet.format", out var version))
            throw new InvalidDataException($"{path}: holds weights but no model; turn it into one with 'gannet model import'.");
        if (version != FormatVersion)
            throw new InvalidDataException($"{path}: has model format {version}, this Gannet reads {FormatVersion}; export it again with the Gannet that wrote it.");
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

    /// <summary>Takes the weights of a file for this detector, which has to have the same tensors.</summary>
    /// <param name="path">A file that <see cref="Save"/> wrote, or another of the same tensor names.</param>
    /// <exception cref="InvalidDataException">A tensor is missing, unexpected or misshapen.</exception>
    public void LoadWeights(string path)
    {
        using var file = WeightFile.Open(path);
        ModuleWeights.Load(this, file.Tensors.Values).RequireComplete(path);
    }

    /// <summary>Writes weights, options and classes as one file, replacing it in one step.</summary>
    public void Save(string path) => ModuleWeights.Save(path, this, Metadata());

    /// <summary>The objects in the picture at <paramref name="path"/>, best first.</summary>
    /// <param name="path">A JPEG, PNG, BMP, WebP or TIFF file.</param>
    /// <param name="score">Least probability; .5 by default.</param>
    public IReadOnlyList<DetectedObject> Detect(string path, float score = 0.5f) => Detect(ImageDecoder.Decode(path), score);

    /// <summary>The objects in <paramref name="picture"/>, best first.</summary>
    public IReadOnlyList<DetectedObject> Detect(Image picture, float score = 0.5f) =>
        [.. Detect([picture])[0].Where(d => d.Score >= score)];

    /// <summary>What a model file says beside its weights.</summary>
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
            throw new InvalidDataException($"{path}: was composed of parts in a program; compose it there again and read this file with LoadWeights.");
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
