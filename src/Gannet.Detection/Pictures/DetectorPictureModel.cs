using Gannet.Detection.Images;

namespace Gannet.Detection.Pictures;

/// <summary>A detector that looks once at each picture.</summary>
internal sealed class DetectorPictureModel(Detector detector) : IPictureModel
{
    public const string PlatformName = "gannet_safetensors";

    // On a CPU, pictures together take hardly less time than one by one, and the first waits for the last; a GPU is kept busier.
    private const int TogetherOnProcessor = 1, TogetherOnCuda = 4;

    private float[] _joined = []; // memory of the last batch, used by the detecting thread alone

    public IReadOnlyList<string> Classes => detector.Classes;

    public string Platform => PlatformName;

    public int MostTogether => int.MaxValue;

    public int BestTogether => detector.Device.IsCuda ? TogetherOnCuda : TogetherOnProcessor;

    public PreparedPicture Prepare(Image picture, float[]? buffer = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return new(picture.Width, picture.Height) { Input = detector.Transform.Batch([picture], buffer: buffer) };
    }

    public IReadOnlyList<DetectedObject>[] Detect(IReadOnlyList<PreparedPicture> pictures, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        cancellation.ThrowIfCancellationRequested();
        return detector.Detect(pictures.Count == 1 ? pictures[0].Input! : Join(pictures));
    }

    public void Dispose() => detector.Dispose();

    private ImageBatch Join(IReadOnlyList<PreparedPicture> pictures)
    {
        var first = pictures[0].Input!;
        var length = first.Height * first.Width * 3;
        var all = checked(pictures.Count * length);
        if (_joined.Length < all) _joined = GC.AllocateUninitializedArray<float>(all);
        for (var n = 0; n < pictures.Count; n++) pictures[n].Input!.Pixels.AsSpan(0, length).CopyTo(_joined.AsSpan(n * length));
        return new(_joined, first.Height, first.Width, [.. pictures.Select(static picture => picture.Input!.Placements[0])]);
    }
}
