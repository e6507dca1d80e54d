namespace Gannet.Detection.Pictures;

/// <summary>A detector that looks at each picture more than once: in tiles, or in several views.</summary>
internal sealed class MergingPictureModel(Detector detector, Func<Image, CancellationToken, IReadOnlyList<DetectedObject>> look) : IPictureModel
{
    public IReadOnlyList<string> Classes => detector.Classes;

    public string Platform => DetectorPictureModel.PlatformName;

    public int MostTogether => 1;

    public int BestTogether => 1;

    public PreparedPicture Prepare(Image picture, float[]? buffer = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return new(picture.Width, picture.Height) { Pixels = picture };
    }

    public IReadOnlyList<DetectedObject>[] Detect(IReadOnlyList<PreparedPicture> pictures, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return [.. pictures.Select(picture => look(picture.Pixels!, cancellation))];
    }

    public void Dispose() => detector.Dispose();
}
