using System.CommandLine;
using Gannet.Cli.Options;
using Gannet.Cli.Parsing;
using Gannet.Detection;
using Gannet.Detection.Images;
using Gannet.Runtime;

namespace Gannet.Cli.Input;

/// <summary>A model of any file format, as <c>gannet detect</c> uses it.</summary>
internal abstract class PictureDetector : IDisposable
{
    /// <summary>Names of the classes, by label.</summary>
    public abstract IReadOnlyList<string> Classes { get; }

    /// <summary>Each picture with a function that detects; it throws if the picture cannot be read. Pictures are read ahead.</summary>
    public abstract IEnumerable<(InputImage Input, Func<(Image Picture, IReadOnlyList<DetectedObject> Found)> Detect)> Run(
        IReadOnlyList<InputImage> inputs, CancellationToken cancellation);

    /// <summary>How many frames of a video are best detected at once.</summary>
    public virtual int FramesTogether => 1;

    /// <summary>Prepares frames of a video, on any thread.</summary>
    /// <returns>A function that detects in them, for the detecting thread.</returns>
    public abstract Func<IReadOnlyList<IReadOnlyList<DetectedObject>>> Prepare(IReadOnlyList<Image> frames, CancellationToken cancellation);

    public abstract void Dispose();
}

/// <summary>A model file of Gannet's own.</summary>
/// <param name="detector">The detector, which is disposed with this.</param>
/// <param name="regions">Regions to classify in each picture, by its name; null for the model's own proposals.</param>
internal sealed class ModelPictureDetector(Detector detector, IReadOnlyDictionary<string, Box[]>? regions) : PictureDetector
{
    // As with tiles: on a CPU, frames together take hardly less time than one by one; a GPU is kept busier.
    private const int TogetherOnCuda = 4;

    public override IReadOnlyList<string> Classes => detector.Classes;

    public override int FramesTogether => detector.Device.IsCuda ? TogetherOnCuda : 1;

    public override Func<IReadOnlyList<IReadOnlyList<DetectedObject>>> Prepare(IReadOnlyList<Image> frames, CancellationToken cancellation)
    {
        var batch = detector.Transform.Batch(frames);
        return () => detector.Detect(batch);
    }

    public override IEnumerable<(InputImage Input, Func<(Image Picture, IReadOnlyList<DetectedObject> Found)> Detect)> Run(
        IReadOnlyList<InputImage> inputs, CancellationToken cancellation)
    {
        foreach (var (input, image) in InputImages.PrepareAhead(inputs, detector.Transform, cancellation))
            yield return (input, () => Detect(input, image.GetAwaiter().GetResult()));
    }

    public override void Dispose() => detector.Dispose();

    private (Image Picture, IReadOnlyList<DetectedObject> Found) Detect(InputImage input, PreparedImage prepared) =>
        (prepared.Image, detector.Detect(InRegions(prepared.Batch, input))[0]);

    private ImageBatch InRegions(ImageBatch batch, InputImage input) => regions is null
        ? batch
        : batch with { GivenRegions = [Array.ConvertAll(regions.GetValueOrDefault(input.Name, []), batch.Placements[0].ToInput)] };
}

/// <summary>A model file of Gannet's own that looks at each picture more than once.</summary>
/// <param name="detector">The detector, which is disposed with this.</param>
/// <param name="detect">Detects in a picture with it.</param>
internal sealed class MergingPictureDetector(Detector detector, Func<Image, IReadOnlyList<DetectedObject>> detect) : PictureDetector
{
    public override IReadOnlyList<string> Classes => detector.Classes;

    public override IEnumerable<(InputImage Input, Func<(Image Picture, IReadOnlyList<DetectedObject> Found)> Detect)> Run(
        IReadOnlyList<InputImage> inputs, CancellationToken cancellation)
    {
        foreach (var (input, image) in InputImages.DecodeAhead(inputs, cancellation))
            yield return (input, () => Detect(image.GetAwaiter().GetResult()));
    }

    public override Func<IReadOnlyList<IReadOnlyList<DetectedObject>>> Prepare(IReadOnlyList<Image> frames, CancellationToken cancellation) =>
        () => [.. frames.Select(detect)];

    public override void Dispose() => detector.Dispose();

    private (Image Picture, IReadOnlyList<DetectedObject> Found) Detect(Image picture) => (picture, detect(picture));
}

/// <summary>An ONNX graph, which needs no native library.</summary>
internal sealed class OnnxPictureDetector(string path) : PictureDetector
{
    private readonly OnnxDetector _detector = OnnxDetector.Load(path);

    public override IReadOnlyList<string> Classes => _detector.Classes;

    /// <summary>Whether a file is an ONNX graph, by its name.</summary>
    public static bool IsFor(string path) => path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);

    /// <summary>Refuses options that an ONNX graph has no use for.</summary>
    /// <exception cref="UsageException">One of them is given.</exception>
    public static void Refuse(ParseResult parse, string path, PrecisionOption precision, params ReadOnlySpan<Option> others)
    {
        var given = precision.Given(parse) is null ? null : "--precision";
        foreach (var option in others) given ??= parse.GetResult(option) is { Implicit: false } ? option.Name : null;
        if (given is not null) throw new UsageException($"{given} is for Gannet's own model files; {path} is an ONNX graph.");
    }

    public override IEnumerable<(InputImage Input, Func<(Image Picture, IReadOnlyList<DetectedObject> Found)> Detect)> Run(
        IReadOnlyList<InputImage> inputs, CancellationToken cancellation)
    {
        foreach (var (input, image) in InputImages.DecodeAhead(inputs, cancellation))
            yield return (input, () => Detect(image.GetAwaiter().GetResult(), cancellation));
    }

    public override Func<IReadOnlyList<IReadOnlyList<DetectedObject>>> Prepare(IReadOnlyList<Image> frames, CancellationToken cancellation) =>
        () => [.. frames.Select(frame => _detector.Detect(frame, score: 0, cancellation))];

    public override void Dispose() => _detector.Dispose();

    private (Image Picture, IReadOnlyList<DetectedObject> Found) Detect(Image picture, CancellationToken cancellation) =>
        (picture, _detector.Detect(picture, score: 0, cancellation));
}
