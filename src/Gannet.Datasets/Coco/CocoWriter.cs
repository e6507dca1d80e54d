using Gannet.Datasets.Writing;
using Gannet.Imaging.Codecs;

namespace Gannet.Datasets.Coco;

/// <summary>Writes <c>annotations/instances_SPLIT.json</c> and <c>images/SPLIT/</c>.</summary>
internal sealed class CocoWriter(string root) : FormatWriter(root)
{
    public override void Write(IReadOnlyList<AnnotatedDataset> splits, ImagePlacer placer)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Root, "annotations")).FullName;
        foreach (var split in splits)
        {
            var names = new OutputNames(byStem: false, flat: false);
            var images = Path.Combine(Root, "images", split.Split ?? "");
            var fileNames = new string[split.Images.Count];
            for (var i = 0; i < fileNames.Length; i++)
            {
                fileNames[i] = names.Take(NameInSplit(split.Images[i], split.Split));
                placer.Place(split.Images[i], images, fileNames[i]);
            }

            using var buffer = new MemoryStream();
            CocoAnnotations.Write(buffer, split, fileNames);
            var name = split.Split is null ? "instances.json" : $"instances_{split.Split}.json";
            ImageFile.Write(Path.Combine(folder, name), buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        }
    }
}
