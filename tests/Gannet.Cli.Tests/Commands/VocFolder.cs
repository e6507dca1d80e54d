using Gannet.Imaging.Codecs;

namespace Gannet.Cli.Tests.Commands;

/// <summary>A small VOC data set: pictures of 64 × 48 pixels with XML beside them.</summary>
internal static class VocFolder
{
    private const string SomeBox = "<xmin>10</xmin><ymin>12</ymin><xmax>40</xmax><ymax>32</ymax>";

    public static void Add(TemporaryFolder folder, string stem, string boxes = SomeBox, byte grey = 0)
    {
        var picture = new Image(64, 48);
        picture.Pixels.AsSpan().Fill(grey);
        ImageEncoder.Write(picture, folder.File(stem + ".png"));
        File.WriteAllText(folder.File(stem + ".xml"), $"""
            <annotation><filename>{stem}.png</filename><size><width>64</width><height>48</height></size>
            <object><name>cell</name><bndbox>{boxes}</bndbox></object></annotation>
            """);
    }
}
