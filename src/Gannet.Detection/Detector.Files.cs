using System.Text.Json;
using Gannet.Detection.Weights;
using Gannet.Torch;
using Gannet.Torch.Nn;
using Gannet.Torch.Serialization;
using Gannet.Vision.Pictures;

namespace Gannet.Detection;

// Model files: one safetensors file whose metadata rebuilds the detector.
public sealed partial class Detector
{
    private const string FormatVersion = "2";

    /// <summary>Name of the preset the options began as.</summary>
    public string Preset { get; init; } = "custom";

    /// <summary>Reads a model that <see cref="Save"/> wrote; it is ready to detect, fast from its second picture on.</summary>
    /// <param name="path">The file; it does not say where the weights were when they were saved.</param>
    /// <param name="device">Where the detector is to compute.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not a complete model of this version; the message names the file and the cure.</exception>
    public static Detector Load(string path, Device device = default)
    {
        using var file = WeightFile.Open(path);
        if (!file.Metadata.TryGetValue("gannet.format", out var version))
            throw new InvalidDataException($"{path}: holds weights but no model; turn it into one with 'gannet model import'.");
        if (version != FormatVersion)
            throw new InvalidDataException($"{path}: has model format {version}, this Gannet reads {FormatVersion}; export it again with the Gannet that wrote it.");
        var detector = Rebuild(path, file);
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

    /// <summary>Writes weights, options and classes as one file, replacing it in one step.</summary>
    public void Save(string path) => ModuleWeights.Save(path, this, Metadata());

    /// <summary>The objects in the picture at <paramref name="path"/>, best first.</summary>
    /// <param name="path">A JPEG, PNG, BMP, WebP or TIFF file.</param>
    /// <param name="score">Least probability; .5 by default.</param>
    public IReadOnlyList<DetectedObject> Detect(string path, float score = 0.5f) => Detect(PictureDecoder.Decode(path), score);

    /// <summary>The objects in <paramref name="picture"/>, best first.</summary>
    public IReadOnlyList<DetectedObject> Detect(Picture picture, float score = 0.5f) =>
        [.. Detect([picture])[0].Where(d => d.Score >= score).Select(d => new DetectedObject(Classes[d.Label], d.Label, d.Score, d.Box) { Mask = d.Mask })];

    /// <summary>What a model file says beside its weights.</summary>
    internal IReadOnlyDictionary<string, string> Metadata() => new Dictionary<string, string>
    {
        ["gannet.format"] = FormatVersion,
        ["gannet.preset"] = Preset,
        ["gannet.options"] = OptionsYaml.Write(Options),
        ["gannet.classes"] = JsonSerializer.Serialize(Classes),
    };

    private static Detector Rebuild(string path, WeightFile file)
    {
        var metadata = file.Metadata;
        using var budget = WeightBudget.Enter(file.Tensors.Values.Sum(static t => t.ElementCount), "the file holds no more.");
        try
        {
            var classes = JsonSerializer.Deserialize<string[]>(metadata.GetValueOrDefault("gannet.classes", "[]")) ?? [];
            var options = OptionsYaml.Read<DetectorOptions>(metadata.GetValueOrDefault("gannet.options", ""), path);
            return new Detector(options, classes) { Preset = metadata.GetValueOrDefault("gannet.preset", "custom") };
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: its description of the model is damaged ({error.Message.Split('\n')[0]}); take another copy.", error);
        }
    }
}
