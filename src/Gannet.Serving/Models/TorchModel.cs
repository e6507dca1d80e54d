using Gannet.Detection;
using Gannet.Detection.Images;
using Gannet.Detection.Merging;

namespace Gannet.Serving.Models;

/// <summary>A model file of Gannet's own.</summary>
internal sealed class TorchModel : IPictureModel
{
    private const int WarmUpSide = 64;

    private readonly Detector _detector;
    private readonly TiledDetection? _tiled; // for a model that looks at large pictures in tiles

    private TorchModel(Detector detector) => (_detector, _tiled) = (detector, TiledDetection.Of(detector));

    public IReadOnlyList<string> Classes => _detector.Classes;

    public string Platform => "gannet_safetensors";

    public int MostTogether => _tiled is null ? int.MaxValue : 1;

    /// <summary>Reads the file and detects once, so that no request waits for the compilation.</summary>
    /// <remarks>Call it on the detecting thread: every thread that calls libtorch gets a team of workers of its own.</remarks>
    public static TorchModel Load(string path, ServingOptions options)
    {
        var detector = Detector.Load(path, options.Device);
        try
        {
            detector.Compile(options.Precision);
            detector.Detect([new Image(WarmUpSide, WarmUpSide)]);
            return new TorchModel(detector);
        }
        catch
        {
            detector.Dispose();
            throw;
        }
    }

    public PreparedPicture Prepare(Image picture) => _tiled is null
        ? new(picture.Width, picture.Height) { Input = _detector.Transform.Batch([picture]) }
        : new(picture.Width, picture.Height) { Pixels = picture };

    public IReadOnlyList<DetectedObject>[] Detect(IReadOnlyList<PreparedPicture> pictures) => _tiled is null
        ? _detector.Detect(Join(pictures))
        : [.. pictures.Select(picture => _tiled.Detect(picture.Pixels!, score: 0))];

    public void Dispose() => _detector.Dispose();

    private static ImageBatch Join(IReadOnlyList<PreparedPicture> pictures)
    {
        if (pictures.Count == 1) return pictures[0].Input!;
        var first = pictures[0].Input!;
        var length = first.Height * first.Width * 3;
        var pixels = new float[checked(pictures.Count * length)];
        for (var n = 0; n < pictures.Count; n++) pictures[n].Input!.Pixels.AsSpan(0, length).CopyTo(pixels.AsSpan(n * length));
        return new(pixels, first.Height, first.Width, [.. pictures.Select(static picture => picture.Input!.Placements[0])]);
    }
}
