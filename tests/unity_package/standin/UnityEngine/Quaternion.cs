namespace UnityEngine
{
    /// <summary>Nothing is turned here: a direction's rotation says nothing.</summary>
    public struct Quaternion
    {
        public static Quaternion LookRotation(Vector3 forward)
        {
            return new Quaternion();
        }

        public static Quaternion Euler(float x, float y, float z)
        {
            return new Quaternion();
        }
    }
}
