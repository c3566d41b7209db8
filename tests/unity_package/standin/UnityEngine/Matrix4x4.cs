namespace UnityEngine
{
    public struct Matrix4x4
    {
        public static Matrix4x4 identity
        {
            get { return new Matrix4x4(); }
        }
    }
}
