using System;
using System.Linq;

namespace UnityEngine
{
    public sealed class Texture2D : Texture
    {
        public Texture2D(int width, int height, TextureFormat textureFormat, bool mipChain)
        {
            this.width = width;
            this.height = height;
        }

        public void ReadPixels(Rect source, int destX, int destY, bool recalculateMipMaps)
        {
            Fill = RenderTexture.active.Fill;
        }

        public byte[] GetRawTextureData()
        {
            byte[] pixel = new[] { Fill.r, Fill.g, Fill.b, Fill.a }.Select(each => (byte)Math.Round(each * 255)).ToArray();
            var bytes = new byte[width * height * 4];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = pixel[i & 3];
            }
            return bytes;
        }
    }
}
