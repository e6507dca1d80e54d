using Gannet.Detection.Pictures;

namespace Gannet.Cli.Input;

/// <summary>A picture, and what a model takes of it.</summary>
internal sealed record PreparedImage(Image Image, PreparedPicture Prepared)
{
    /// <summary>The same with regions to classify instead of the model's own proposals, in pixels of the picture.</summary>
    public PreparedPicture In(Box[] regions)
    {
        var input = Prepared.Input!;
        return Prepared with { Input = input with { GivenRegions = [Array.ConvertAll(regions, input.Placements[0].ToInput)] } };
    }
}
